package org.vigilia.server.footage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.stereotype.Component;
import org.vigilia.server.ServerSettings;

/** Media's relay of this machine. */
@Component
class MediaDoor implements Viewer.Media {

    private final ServerSettings.Media media;
    private final ServerSettings.Token token;

    MediaDoor(ServerSettings.Media media, ServerSettings.Token token) {
        this.media = media;
        this.token = token;
    }

    @Override
    public Path socket() {
        return media.socket();
    }

    @Override
    public String token() throws IOException {
        Path file = token.file();
        return file == null ? "" : Files.readString(file).strip();
    }
}
