package com.campaignmanager.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;

/**
 * A key and a certificate for 127.0.0.1 that it has signed itself.
 *
 * @param store both of them, in PKCS #12
 * @param key the one, in PEM
 * @param certificate the other
 */
public record Certificate(Path store, Path key, Path certificate) {
    public static final String PASSWORD = "changeit";

    public static Certificate create(Path directory, String name) throws IOException, InterruptedException {
        Path store = directory.resolve(name + ".p12");
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        Process process = new ProcessBuilder(List.of(
                        keytool.toString(),
                        "-genkeypair",
                        "-alias",
                        name,
                        "-keyalg",
                        "RSA",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-validity",
                        "2",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        store.toString()))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("keytool made no certificate: " + output);
        }
        return unpack(store, name, directory);
    }

    private static Certificate unpack(Path store, String name, Path directory) throws IOException {
        try {
            KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
            Path key = directory.resolve(name + ".key");
            Path certificate = directory.resolve(name + ".pem");
            Files.writeString(
                    key,
                    pem("PRIVATE KEY", keys.getKey(name, PASSWORD.toCharArray()).getEncoded()));
            Files.writeString(
                    certificate, pem("CERTIFICATE", keys.getCertificate(name).getEncoded()));
            return new Certificate(store, key, certificate);
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private static String pem(String what, byte[] content) {
        return "-----BEGIN " + what + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content) + "\n-----END " + what
                + "-----\n";
    }
}
