module Main exposing (..)


}
