port x : Int -> Cmd msg
