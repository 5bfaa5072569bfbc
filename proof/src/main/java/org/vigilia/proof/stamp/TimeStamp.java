package org.vigilia.proof.stamp;

import java.nio.charset.StandardCharsets;
import java.security.Provider;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformationVerifier;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TSPUtil;
import org.bouncycastle.tsp.TimeStampToken;
import org.vigilia.proof.journal.Hash;

/**
 * A time stamp token that holds: it is of the text, its signature is that of the certificate in it, and this certificate
 * is one for time stamps and was valid at the time told. Whether its authority may be believed is another question, see
 * {@link Authorities}; whether the certificate was revoked is not asked, as that needs a network. Immutable.
 */
public final class TimeStamp {
    private static final Provider CRYPTO = new BouncyCastleProvider();
    private static final int LONGEST_NAME = 120;

    private final byte[] der;
    private final TimeStampToken token;
    private final X509CertificateHolder signer;

    private TimeStamp(byte[] der, TimeStampToken token, X509CertificateHolder signer) {
        this.der = der;
        this.token = token;
        this.signer = signer;
    }

    /**
     * Reads a token and checks it.
     *
     * @param der the token: CMS SignedData
     * @param text what was stamped: the imprint must be the SHA-256 of its UTF-8 bytes
     * @throws WrongTimeStamp when it does not hold
     */
    public static TimeStamp of(byte[] der, String text) throws WrongTimeStamp {
        try {
            TimeStampToken token = new TimeStampToken(new CMSSignedData(der));
            return checked(der.clone(), token, text);
        } catch (CMSException | TSPException | java.io.IOException | RuntimeException e) {
            throw new WrongTimeStamp("it cannot be read", e);
        }
    }

    private static TimeStamp checked(byte[] der, TimeStampToken token, String text) throws WrongTimeStamp {
        ASN1ObjectIdentifier algorithm = token.getTimeStampInfo().getMessageImprintAlgOID();
        if (!NISTObjectIdentifiers.id_sha256.equals(algorithm)
                || !Arrays.equals(token.getTimeStampInfo().getMessageImprintDigest(), imprint(text))) {
            throw new WrongTimeStamp("it is of something else, not of this seal");
        }
        Collection<X509CertificateHolder> found = token.getCertificates().getMatches(token.getSID());
        if (found.isEmpty()) {
            throw new WrongTimeStamp("the certificate of its signer is not in it");
        }
        X509CertificateHolder signer = found.iterator().next();
        try {
            TSPUtil.validateCertificate(signer);
        } catch (TSPException e) {
            throw new WrongTimeStamp("the certificate of its signer is not one for time stamps", e);
        }
        if (!signer.isValidOn(token.getTimeStampInfo().getGenTime())) {
            throw new WrongTimeStamp("the certificate of its signer was not valid at that time");
        }
        try {
            SignerInformationVerifier verifier =
                    new JcaSimpleSignerInfoVerifierBuilder().setProvider(CRYPTO).build(signer);
            token.validate(verifier);
        } catch (TSPException | OperatorCreationException | java.security.cert.CertificateException e) {
            throw new WrongTimeStamp("its signature does not hold", e);
        }
        return new TimeStamp(der, token, signer);
    }

    static byte[] imprint(String text) {
        return Hash.sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The token. */
    public byte[] der() {
        return der.clone();
    }

    /** When the authority signed it, by the authority's clock. */
    public Instant at() {
        return token.getTimeStampInfo().getGenTime().toInstant();
    }

    /** Who signed it, as the certificate names them; whoever made the certificate chose the name. */
    public String authority() {
        String name = part(BCStyle.CN);
        String organisation = part(BCStyle.O);
        if (name.isEmpty()) {
            name = organisation.isEmpty() ? signer.getSubject().toString() : organisation;
        } else if (!organisation.isEmpty() && !organisation.equals(name)) {
            name = name + " (" + organisation + ")";
        }
        String plain = name.replaceAll("\\p{Cntrl}", " ").strip();
        return plain.length() > LONGEST_NAME ? plain.substring(0, LONGEST_NAME) + "…" : plain;
    }

    private String part(ASN1ObjectIdentifier kind) {
        RDN[] parts = signer.getSubject().getRDNs(kind);
        return parts.length == 0
                ? ""
                : IETFUtils.valueToString(parts[0].getFirst().getValue());
    }

    X509CertificateHolder signer() {
        return signer;
    }

    List<X509CertificateHolder> certificates() {
        return List.copyOf(token.getCertificates().getMatches(null));
    }
}
