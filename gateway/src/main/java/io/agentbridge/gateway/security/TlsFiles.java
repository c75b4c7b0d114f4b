package io.agentbridge.gateway.security;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Whom the server is, over TLS: two PEM files.
 *
 * @param certificate the server's certificate, followed by those that vouch for it
 * @param key its private key, PKCS #8, not encrypted; RSA or EC
 */
public record TlsFiles(Path certificate, Path key) {
    private static final long MAX_FILE_BYTES = 1 << 20;
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");
    private static final char[] NO_PASSWORD = {};

    /**
     * Reads the files; later changes to them have no effect.
     *
     * @throws IOException if they cannot be used; the message says which, why, and what to do
     */
    public SSLContext context() throws IOException {
        Certificate[] chain = chain();
        PrivateKey secret = secret(chain[0].getPublicKey().getAlgorithm());
        if (!belongTogether(chain[0].getPublicKey(), secret)) {
            throw new IOException("the key in " + key + " does not belong to the first certificate in " + certificate
                    + "; put the server's own certificate first, and name the key that it was made with");
        }
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, NO_PASSWORD);
            store.setKeyEntry("server", secret, NO_PASSWORD, chain);
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, NO_PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException failed) {
            throw new IOException(
                    "the certificate " + certificate + " and its key cannot be used: " + failed.getMessage(), failed);
        }
    }

    private Certificate[] chain() throws IOException {
        byte[] pem = read(certificate, "--tls-certificate");
        try {
            Certificate[] chain = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem))
                    .toArray(new Certificate[0]);
            if (chain.length > 0) {
                return chain;
            }
        } catch (CertificateException damaged) {
            throw noCertificate(damaged);
        }
        throw noCertificate(null);
    }

    private IOException noCertificate(@Nullable Throwable cause) {
        return new IOException(
                certificate + " holds no X.509 certificate in PEM (-----BEGIN CERTIFICATE-----); name one by"
                        + " --tls-certificate",
                cause);
    }

    private PrivateKey secret(String algorithm) throws IOException {
        byte[] file = read(key, "--tls-key");
        Matcher pem = PEM.matcher(new String(file, StandardCharsets.ISO_8859_1));
        String found = "no PEM";
        while (pem.find()) {
            found = pem.group(1);
            if (found.equals("PRIVATE KEY")) {
                refuseReadableByAll();
                return decode(Base64.getMimeDecoder().decode(pem.group(2)), algorithm);
            }
        }
        throw new IOException(
                key + " holds " + found + ", but an unencrypted PKCS #8 key (-----BEGIN PRIVATE KEY-----) is"
                        + " needed. To make one of it: openssl pkcs8 -topk8 -nocrypt -in " + key + " -out pkcs8.pem");
    }

    private PrivateKey decode(byte[] encoded, String algorithm) throws IOException {
        try {
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (GeneralSecurityException wrong) {
            throw new IOException(
                    key + " holds no " + algorithm + " key, which the certificate " + certificate + " needs", wrong);
        }
    }

    private static boolean belongTogether(PublicKey open, PrivateKey secret) throws IOException {
        String algorithm =
                switch (open.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default ->
                        throw new IOException("a certificate with a key of " + open.getAlgorithm()
                                + " cannot be used; make one with an RSA or EC key");
                };
        byte[] anything = "agent-bridge".getBytes(StandardCharsets.US_ASCII);
        try {
            Signature signer = Signature.getInstance(algorithm);
            signer.initSign(secret);
            signer.update(anything);
            byte[] signed = signer.sign();
            Signature verifier = Signature.getInstance(algorithm);
            verifier.initVerify(open);
            verifier.update(anything);
            return verifier.verify(signed);
        } catch (GeneralSecurityException doNotFit) {
            return false;
        }
    }

    private void refuseReadableByAll() throws IOException {
        try {
            if (Files.getPosixFilePermissions(key).contains(PosixFilePermission.OTHERS_READ)) {
                throw new IOException("everybody may read the key in " + key + "; run: chmod 600 " + key);
            }
        } catch (UnsupportedOperationException noPermissionsHere) {
            // A file system without Unix permissions has nothing to say about it.
        }
    }

    private static byte[] read(Path file, String option) throws IOException {
        try {
            if (Files.size(file) > MAX_FILE_BYTES) {
                throw new IOException(file + " is larger than " + MAX_FILE_BYTES + " bytes; name another by " + option);
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException missing) {
            throw new IOException("there is no file " + file + "; name another by " + option, missing);
        }
    }
}
