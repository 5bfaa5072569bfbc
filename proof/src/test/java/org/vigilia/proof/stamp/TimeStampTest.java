package org.vigilia.proof.stamp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimeStampTest {
    private static final Instant AT = Instant.parse("2026-11-29T10:00:02Z");
    private static final String TEXT = "{\"exhibit\":\"ümlaut\"}";

    @TempDir
    Path folder;

    private final FakeAuthority authority = new FakeAuthority("Clock Tower");

    @Test
    void anAnswerIsCheckedAndTellsWhoAndWhen() throws Exception {
        Question question = Question.about(TEXT);
        TimeStamp stamp = question.answeredBy(authority.answer(question.bytes(), AT));
        assertThat(stamp.at()).isEqualTo(AT);
        assertThat(stamp.authority()).isEqualTo("Clock Tower (Time Office)");
        assertThat(TimeStamp.of(stamp.der(), TEXT).at()).isEqualTo(AT);
    }

    @Test
    void anAnswerToAnotherQuestionIsRefused() {
        Question question = Question.about(TEXT);
        byte[] old = authority.answer(Question.about(TEXT).bytes(), AT);
        assertThatThrownBy(() -> question.answeredBy(old))
                .isInstanceOf(WrongTimeStamp.class)
                .hasMessageContaining("another question");
        byte[] other = authority.answer(Question.about("other").bytes(), AT);
        assertThatThrownBy(() -> question.answeredBy(other)).isInstanceOf(WrongTimeStamp.class);
        assertThatThrownBy(() -> question.answeredBy("<html>".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(WrongTimeStamp.class)
                .hasMessage("the answer cannot be read");
        assertThatThrownBy(() -> question.answeredBy(new byte[0])).isInstanceOf(WrongTimeStamp.class);
    }

    @Test
    void aTokenOfAnotherTextIsRefused() throws Exception {
        byte[] der = authority.stamp(TEXT, AT);
        assertThatThrownBy(() -> TimeStamp.of(der, TEXT + " "))
                .isInstanceOf(WrongTimeStamp.class)
                .hasMessage("it is of something else, not of this seal");
    }

    @Test
    void aTokenWhoseTimeOrSignatureWasChangedIsRefused() throws Exception {
        byte[] der = authority.stamp(TEXT, AT);
        byte[] later = new String(der, StandardCharsets.ISO_8859_1)
                .replace("20261129100002Z", "20261129100003Z")
                .getBytes(StandardCharsets.ISO_8859_1);
        assertThat(Arrays.equals(der, later)).isFalse();
        assertThatThrownBy(() -> TimeStamp.of(later, TEXT))
                .isInstanceOf(WrongTimeStamp.class)
                .hasMessage("its signature does not hold");
        byte[] unsigned = der.clone();
        unsigned[unsigned.length - 1] ^= 1;
        assertThatThrownBy(() -> TimeStamp.of(unsigned, TEXT))
                .isInstanceOf(WrongTimeStamp.class)
                .hasMessage("its signature does not hold");
    }

    @Test
    void anyChangedByteIsRefusedOrChangesNothingThatIsTold() throws Exception {
        byte[] der = authority.stamp(TEXT, AT);
        for (int i = 0; i < der.length; i++) {
            byte[] changed = der.clone();
            changed[i] ^= 1;
            try {
                TimeStamp read = TimeStamp.of(changed, TEXT);
                assertThat(read.at()).as("byte " + i).isEqualTo(AT);
            } catch (WrongTimeStamp refused) {
                assertThat(refused).hasMessageNotContaining("null");
            }
        }
    }

    @Test
    void aCertificateForSomethingElseIsRefused() throws Exception {
        byte[] good = authority.stamp(TEXT, AT);
        assertThat(TimeStamp.of(new FakeAuthority("Tower").signed(good), TEXT).at())
                .isEqualTo(AT);
        FakeAuthority website = new FakeAuthority("Website", KeyPurposeId.id_kp_serverAuth);
        assertThatThrownBy(() -> TimeStamp.of(website.signed(good), TEXT))
                .isInstanceOf(WrongTimeStamp.class)
                .hasMessage("the certificate of its signer is not one for time stamps");
    }

    @Test
    void aTokenMadeBeforeItsCertificateWasValidIsRefused() {
        assertThatThrownBy(() -> authority.stamp(TEXT, Instant.parse("2019-01-01T00:00:00Z")))
                .isInstanceOf(WrongTimeStamp.class)
                .hasMessage("the certificate of its signer was not valid at that time");
    }

    @Test
    void onlyListedAuthoritiesAreVouchedFor() throws Exception {
        TimeStamp stamp = TimeStamp.of(authority.stamp(TEXT, AT), TEXT);
        assertThat(Authorities.read(authority.writeRoot(folder.resolve("root.pem")))
                        .vouchFor(stamp))
                .isTrue();
        Path other = new FakeAuthority("Clock Tower").writeRoot(folder.resolve("other.pem"));
        assertThat(Authorities.read(other).vouchFor(stamp)).isFalse();
        assertThatThrownBy(() -> Authorities.read(Files.createFile(folder.resolve("empty.pem"))))
                .isInstanceOf(IOException.class);
    }

    @Test
    void opensslAsAnAuthorityIsUnderstood() throws Exception {
        Files.writeString(folder.resolve("tsa.cnf"), """
                [req]
                distinguished_name = name
                prompt = no
                x509_extensions = stamps
                [name]
                CN = Openssl Time
                [stamps]
                extendedKeyUsage = critical,timeStamping
                [tsa]
                default_tsa = here
                [here]
                serial = serial
                signer_cert = tsa.pem
                signer_key = key.pem
                signer_digest = sha256
                default_policy = 1.2.3.4
                digests = sha256
                ess_cert_id_alg = sha256
                """);
        Files.writeString(folder.resolve("serial"), "01\n");
        openssl(
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-keyout",
                "key.pem",
                "-out",
                "tsa.pem",
                "-days",
                "9",
                "-config",
                "tsa.cnf");
        Question question = Question.about(TEXT);
        Files.write(folder.resolve("question.tsq"), question.bytes());
        openssl("ts", "-reply", "-queryfile", "question.tsq", "-out", "answer.tsr", "-config", "tsa.cnf");
        TimeStamp stamp = question.answeredBy(Files.readAllBytes(folder.resolve("answer.tsr")));
        assertThat(stamp.authority()).isEqualTo("Openssl Time");
        assertThat(Duration.between(stamp.at(), Instant.now()).abs()).isLessThan(Duration.ofMinutes(1));
        assertThat(Authorities.read(folder.resolve("tsa.pem")).vouchFor(stamp)).isTrue();
        Files.write(folder.resolve("stamp.der"), stamp.der());
        Files.writeString(folder.resolve("seal.txt"), TEXT);
        openssl("ts", "-verify", "-data", "seal.txt", "-in", "stamp.der", "-token_in", "-CAfile", "tsa.pem");
    }

    @Test
    void theDocumentedCommandOfOpensslVerifiesATokenWithARootAbove() throws Exception {
        authority.writeRoot(folder.resolve("tsa.pem"));
        Files.write(folder.resolve("stamp.der"), authority.stamp(TEXT, AT));
        Files.writeString(folder.resolve("seal.txt"), TEXT);
        openssl("ts", "-verify", "-data", "seal.txt", "-in", "stamp.der", "-token_in", "-CAfile", "tsa.pem");
    }

    private void openssl(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(told).isZero();
    }
}
