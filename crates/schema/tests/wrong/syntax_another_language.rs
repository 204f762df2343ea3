interface Move {
  from: number;
}
