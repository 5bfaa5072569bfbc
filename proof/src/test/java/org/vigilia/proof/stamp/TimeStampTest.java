package org.vigilia.proof.stamp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
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
        assertThatThrownBy(() -> question.answeredBy("<html>".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
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
        byte[] later = new String(der, java.nio.charset.StandardCharsets.ISO_8859_1)
                .replace("20261129100002Z", "20261129100003Z")
                .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
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
        assertThatThrownBy(() -> Authorities.read(java.nio.file.Files.createFile(folder.resolve("empty.pem"))))
                .isInstanceOf(IOException.class);
    }
}
