module Main exposing (..)


x =
    """
\q"""
