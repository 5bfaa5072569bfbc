package org.vigilia.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class ProbeTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Test
    void theReasonIsTheOneLineElseTheTroublesElseNothing() {
        assertThat(reason("{'status':'UP','detail':' facts are judged '}")).isEqualTo("facts are judged");
        assertThat(reason("{'status':'DEGRADED','troubles':['no database','model small: gone']}"))
                .isEqualTo("no database; model small: gone");
        assertThat(reason("{'status':'DEGRADED'}")).isEmpty();
        assertThat(reason("{'status':'UP','detail':null,'troubles':'odd'}")).isEmpty();
    }

    private static String reason(String json) {
        return Probe.reason(JSON.readTree(json.replace('\'', '"')));
    }
}
