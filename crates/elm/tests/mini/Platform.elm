module Platform exposing (Program)

type Program flags model msg = Program
