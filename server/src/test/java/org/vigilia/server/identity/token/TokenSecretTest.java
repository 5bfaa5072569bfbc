package org.vigilia.server.identity.token;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenSecretTest {

    @Test
    void isKnownAgainFromItsText() {
        TokenSecret fresh = TokenSecret.fresh();
        TokenSecret shown = TokenSecret.parse(fresh.reveal()).orElseThrow();
        assertThat(fresh.reveal()).matches("vgl_[0-9a-z]{16}_[A-Za-z0-9_-]{43}");
        assertThat(shown.id()).isEqualTo(fresh.id());
        assertThat(shown.matches(fresh.hash())).isTrue();
    }

    @Test
    void anotherSecretWithTheSameIdDoesNotMatch() {
        String text = TokenSecret.fresh().reveal();
        char last = text.charAt(text.length() - 1);
        String changed = text.substring(0, text.length() - 1) + (last == 'A' ? 'B' : 'A');
        byte[] stored = TokenSecret.parse(text).orElseThrow().hash();
        assertThat(TokenSecret.parse(changed).orElseThrow().matches(stored)).isFalse();
    }

    @Test
    void isNeverPrinted() {
        TokenSecret fresh = TokenSecret.fresh();
        String secret = fresh.reveal().substring(fresh.reveal().length() - 43);
        assertThat(fresh.toString()).contains(fresh.id().value()).doesNotContain(secret);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "vgl_",
                "vgl_0123456789abcdef_short",
                "vgl_0123456789ABCDEF_0123456789012345678901234567890123456789012",
                "abc_0123456789abcdef_0123456789012345678901234567890123456789012",
                "vgl_0123456789abcdef_01234567890123456789012345678901234567890123",
                "vgl_0123456789abcdef_012345678901234567890123456789012345678901\n"
            })
    void whatHasAnotherShapeIsNoToken(String text) {
        assertThat(TokenSecret.parse(text)).isEmpty();
    }
}
