// file: models/ws/game_ws.rs
pub struct Move {
	pub name: String,	pub to: i128,
		pub größe: u128,
}
