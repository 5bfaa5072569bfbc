package org.vigilia.sim.devices;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** What the city gave the devices to sign in with. The city tells a password only once, so they are kept in a file. */
final class Credentials {

    /**
     * A device's account at the broker.
     *
     * @param user its name
     * @param password secret
     */
    record Account(String user, String password) {

        @Override
        public String toString() {
            return "Account[" + user + "]";
        }
    }

    private final Map<String, Account> accounts = new LinkedHashMap<>();

    /** What an earlier run kept; empty when there was none. */
    static Credentials read(Path file) throws IOException {
        Credentials credentials = new Credentials();
        if (Files.exists(file)) {
            Properties kept = new Properties();
            try (Reader reader = Files.newBufferedReader(file)) {
                kept.load(reader);
            }
            for (String device : kept.stringPropertyNames()) {
                String[] parts = kept.getProperty(device).split(" ", 2);
                credentials.put(device, new Account(parts[0], parts[1]));
            }
        }
        return credentials;
    }

    void put(String device, Account account) {
        accounts.put(device, account);
    }

    Optional<Account> find(String device) {
        return Optional.ofNullable(accounts.get(device));
    }

    /** Writes the file anew, readable by its owner only. */
    void write(Path file) throws IOException {
        Properties all = new Properties();
        accounts.forEach((device, account) -> all.setProperty(device, account.user() + " " + account.password()));
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (Writer writer = Files.newBufferedWriter(file)) {
            all.store(writer, "accounts of the pretend devices");
        }
    }
}
