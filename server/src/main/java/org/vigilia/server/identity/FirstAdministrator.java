package org.vigilia.server.identity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.contract.id.PersonId;
import org.vigilia.server.DatabaseReady;
import org.vigilia.server.FreshId;
import org.vigilia.server.ServerSettings;
import org.vigilia.server.audit.Audit;
import org.vigilia.server.audit.Deed;
import org.vigilia.server.audit.Who;

/**
 * At the very first start makes the first agency and its administrator "admin", with a password for one use. The
 * password is shown on the console and kept in {@code first-administrator.txt} (readable by the owner only) until it is
 * changed.
 */
@Component
class FirstAdministrator {

    static final String NAME = "admin";

    private static final Logger LOG = LoggerFactory.getLogger(FirstAdministrator.class);
    /** Two servers that start together must not both make one. */
    private static final long LOCK = 0x5649474641444D4EL;

    private final People people;
    private final Passwords passwords;
    private final Audit audit;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Path file;
    private final String agencyName;

    FirstAdministrator(
            People people,
            Passwords passwords,
            Audit audit,
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            SettingsOfFirstStart settings) {
        this.people = people;
        this.passwords = passwords;
        this.audit = audit;
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.file = settings.data().dir().resolve("first-administrator.txt");
        this.agencyName = settings.agency().name();
    }

    /** What is needed at the first start only. */
    @Component
    record SettingsOfFirstStart(ServerSettings.Data data, ServerSettings.FirstAgency agency) {}

    @EventListener(DatabaseReady.class)
    @Order(Ordered.HIGHEST_PRECEDENCE)
    void make() {
        transaction.executeWithoutResult(status -> {
            jdbc.sql("select pg_advisory_xact_lock(?)").param(LOCK).query().listOfRows();
            if (people.listAgencies().isEmpty()) {
                create();
            }
        });
    }

    private void create() {
        Agency agency = new Agency(new AgencyId(FreshId.of("a")), agencyName, true, true);
        Person person = new Person(
                new PersonId(FreshId.of("p")), NAME, "Administrator", Role.ADMINISTRATOR, agency, true, true);
        String password = passwords.oneTime();
        people.insertAgency(agency);
        people.insert(person, passwords.hash(password));
        audit.record(Deed.done(Who.SERVER, "person.created")
                .to("person", person.id().value(), person.name())
                .because("first administrator"));
        // before the commit: a password that nobody can read would lock everybody out
        write(password);
        show(password);
    }

    private void write(String password) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, "name: " + NAME + "\npassword: " + password + "\n", StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the first administrator's password to " + file, e);
        }
    }

    /** To the console, not to the log: logs are kept and sent elsewhere. */
    @SuppressWarnings("SystemOut")
    private void show(String password) {
        System.out.println(String.join(
                System.lineSeparator(),
                "",
                "  ------------------------------------------------------------",
                "   First start. Sign in once with",
                "     name      " + NAME,
                "     password  " + password,
                "   and choose your own password.",
                "   (also in " + file.toAbsolutePath() + " until then)",
                "  ------------------------------------------------------------",
                ""));
        System.out.flush();
        LOG.atInfo().addKeyValue("file", file).log("first administrator created");
    }

    /** The first administrator has an own password now. */
    void passwordChanged(Person person) {
        if (!person.name().equals(NAME)) {
            return;
        }
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.atWarn().addKeyValue("file", file).setCause(e).log("cannot delete the used one-time password");
        }
    }
}
