package org.vigilia.server.sensing.ngsi.subscription;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;

/**
 * Notifications of NGSI-LD.
 *
 * @param privateEndpoints whether receivers may be on this machine or a private network. Otherwise only public addresses: who
 *     may subscribe could reach services by this server that are not meant for them
 * @param waiting most notifications that wait for one receiver; with one more its subscription is paused
 */
@ConfigurationProperties("sensing.ngsi")
record NgsiSettings(
        @Name("endpoints.private") @DefaultValue("false") boolean privateEndpoints,
        @DefaultValue("10000") int waiting) {}
