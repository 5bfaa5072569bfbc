package org.vigilia.vision.source;

import java.nio.file.Path;
import org.vigilia.contract.relay.StreamChoice;

/**
 * Where the relay is.
 *
 * @param socket Unix-domain socket of media
 * @param tokenFile file with the machines' token; read anew for every connection
 * @param stream which of a camera's streams to ask for
 */
public record RelayAddress(Path socket, Path tokenFile, StreamChoice stream) {}
