package org.vigilia.server;

/** The database can be reached and has the newest tables; published once, after the start of the server. */
public record DatabaseReady() {}
