package org.vigilia.media.rtsp;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class AuthenticatorTest {
    private static final Login LOGIN = new Login("Mufasa", "Circle of Life");

    private static String hash(String algorithm, String text) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(text.getBytes("UTF-8")));
    }

    private static String part(String header, String name) {
        Matcher matcher = Pattern.compile("[ ,]" + name + "=\"?([^\",]*)").matcher(header);
        assertThat(matcher.find()).describedAs(name).isTrue();
        return matcher.group(1);
    }

    @Test
    void answersTheOldDigestOfCameras() throws Exception {
        Authenticator authenticator = new Authenticator(LOGIN);
        assertThat(authenticator.answer("DESCRIBE", "rtsp://c/1")).isNull();
        assertThat(authenticator.accept(List.of("Digest realm=\"cam\", nonce=\"abc\"")))
                .isTrue();
        String answer = Objects.requireNonNull(authenticator.answer("DESCRIBE", "rtsp://c/1"));
        String inner = hash("MD5", "Mufasa:cam:Circle of Life");
        assertThat(part(answer, "response"))
                .isEqualTo(hash("MD5", inner + ":abc:" + hash("MD5", "DESCRIBE:rtsp://c/1")));
    }

    @Test
    void prefersSha256AndCountsItsQuestions() throws Exception {
        Authenticator authenticator = new Authenticator(LOGIN);
        assertThat(authenticator.accept(List.of(
                        "Basic realm=\"cam\"",
                        "Digest realm=\"cam\", nonce=\"n\", algorithm=SHA-256, qop=\"auth, auth-int\", opaque=\"o\"",
                        "Digest realm=\"cam\", nonce=\"m\", algorithm=MD5")))
                .isTrue();
        authenticator.answer("DESCRIBE", "u");
        String answer = Objects.requireNonNull(authenticator.answer("SETUP", "u"));
        assertThat(part(answer, "nc")).isEqualTo("00000002");
        assertThat(part(answer, "opaque")).isEqualTo("o");
        String inner = hash("SHA-256", "Mufasa:cam:Circle of Life");
        String middle = "n:00000002:" + part(answer, "cnonce") + ":auth";
        assertThat(part(answer, "response"))
                .isEqualTo(hash("SHA-256", inner + ":" + middle + ":" + hash("SHA-256", "SETUP:u")));
    }

    @Test
    void answersBasicWhereNothingBetterIsOffered() {
        Authenticator authenticator = new Authenticator(new Login("Aladdin", "open sesame"));
        authenticator.accept(List.of("Basic realm=\"WallyWorld\""));
        assertThat(authenticator.answer("OPTIONS", "u")).isEqualTo("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    }

    @Test
    void givesUpAfterARefusalButNotAfterAnOldNonce() {
        Authenticator authenticator = new Authenticator(LOGIN);
        assertThat(authenticator.accept(List.of("Digest realm=\"c\", nonce=\"1\"")))
                .isTrue();
        assertThat(authenticator.accept(List.of("Digest realm=\"c\", nonce=\"2\", stale=TRUE")))
                .isTrue();
        assertThat(authenticator.accept(List.of("Digest realm=\"c\", nonce=\"3\"")))
                .isFalse();
        assertThat(new Authenticator(LOGIN).accept(List.of("Digest realm=\"c\", nonce=\"1\", algorithm=SHA-512-256")))
                .isFalse();
        assertThat(new Authenticator(LOGIN).accept(List.of())).isFalse();
    }

    @Test
    void printsNoPassword() {
        assertThat(LOGIN.toString()).doesNotContain("Circle").doesNotContain("Mufasa");
    }
}
