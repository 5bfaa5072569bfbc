package org.vigilia.contract.fact;

/** Basic colour terms for clothing and vehicles, as a witness would say them. */
public enum Colour {
    BLACK,
    GREY,
    WHITE,
    RED,
    ORANGE,
    YELLOW,
    GREEN,
    BLUE,
    PURPLE,
    PINK,
    BROWN
}
