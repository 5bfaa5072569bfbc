package org.vigilia.proof.stamp;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;

/**
 * Those whose time stamps are believed: a list of certificates. Revocation is not asked for, as that needs a network.
 * Immutable.
 */
public final class Authorities {
    private final List<X509Certificate> trusted;

    private Authorities(List<X509Certificate> trusted) {
        this.trusted = trusted;
    }

    /**
     * Reads a file of certificates.
     *
     * @param pem one or more, of roots, of authorities below them, or of the stamping service itself
     */
    public static Authorities read(Path pem) throws IOException {
        try (InputStream in = Files.newInputStream(pem)) {
            List<X509Certificate> trusted = new ArrayList<>();
            CertificateFactory.getInstance("X.509")
                    .generateCertificates(in)
                    .forEach(each -> trusted.add((X509Certificate) each));
            if (trusted.isEmpty()) {
                throw new IOException("there is no certificate in " + pem);
            }
            return new Authorities(List.copyOf(trusted));
        } catch (CertificateException e) {
            throw new IOException("the certificates in " + pem + " cannot be read", e);
        }
    }

    /** Whether the stamp's signer is one of them, or was certified by one of them at the time of the stamp. */
    public boolean vouchFor(TimeStamp stamp) {
        try {
            X509Certificate signer = certificate(stamp.signer());
            if (trusted.contains(signer)) {
                return true;
            }
            Set<TrustAnchor> anchors = new HashSet<>();
            trusted.forEach(each -> anchors.add(new TrustAnchor(each, null)));
            List<X509Certificate> between = new ArrayList<>();
            for (X509CertificateHolder each : stamp.certificates()) {
                between.add(certificate(each));
            }
            X509CertSelector target = new X509CertSelector();
            target.setCertificate(signer);
            PKIXBuilderParameters wanted = new PKIXBuilderParameters(anchors, target);
            wanted.setRevocationEnabled(false);
            wanted.setDate(Date.from(stamp.at()));
            wanted.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(between)));
            CertPathBuilder.getInstance("PKIX").build(wanted);
            return true;
        } catch (CertPathBuilderException | CertificateException no) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has X.509", e);
        }
    }

    private static X509Certificate certificate(X509CertificateHolder holder) throws CertificateException {
        return new JcaX509CertificateConverter().getCertificate(holder);
    }
}
