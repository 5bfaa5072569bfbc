/** The door of `map`: the picture of the city. */
export {};
