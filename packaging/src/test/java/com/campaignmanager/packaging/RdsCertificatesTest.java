package com.campaignmanager.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Properties;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.ssl.LibPQFactory;
import org.postgresql.util.PSQLException;

/** The authorities that the functions trust to sign a database's certificate. */
class RdsCertificatesTest {
    private static final Path FILE = SamTemplate.ROOT.resolve("functions/rds-ca.pem");
    private static final Pattern NAMED_BLOCK =
            Pattern.compile("# (.+), until (\\S+)\n(-----BEGIN CERTIFICATE-----\n[^-]+-----END CERTIFICATE-----)\n");

    @Test
    void each_is_an_authority_of_amazon_rds_that_signed_itself_and_has_not_expired() throws Exception {
        for (X509Certificate certificate : certificates()) {
            certificate.checkValidity();
            certificate.verify(certificate.getPublicKey());
            assertThat(certificate.getIssuerX500Principal()).isEqualTo(certificate.getSubjectX500Principal());
            assertThat(certificate.getBasicConstraints()).isGreaterThanOrEqualTo(0);
            assertThat(certificate.getSubjectX500Principal().getName())
                    .containsPattern("CN=Amazon RDS [a-z]+-[a-z]+-\\d Root CA (RSA2048|RSA4096|ECC384) G1")
                    .contains("O=Amazon Web Services\\, Inc.");
        }
    }

    @Test
    void none_is_there_twice_and_each_region_has_its_three() throws Exception {
        List<String> names = certificates().stream()
                .map(certificate -> certificate.getSubjectX500Principal().getName())
                .toList();
        assertThat(names).doesNotHaveDuplicates().hasSize(27 * 3);
    }

    @Test
    void the_line_above_each_says_what_it_is() throws Exception {
        List<MatchResult> blocks =
                NAMED_BLOCK.matcher(Files.readString(FILE)).results().toList();
        assertThat(blocks).hasSize(certificates().size());
        for (MatchResult block : blocks) {
            X509Certificate certificate = parse(block.group(3)).getFirst();
            assertThat(certificate.getSubjectX500Principal().getName()).contains("CN=" + block.group(1) + ",");
            assertThat(certificate.getNotAfter().toInstant().toString()).startsWith(block.group(2));
        }
    }

    @Test
    void the_driver_takes_the_file_and_would_refuse_a_broken_one(@TempDir Path directory) throws Exception {
        assertThatCode(() -> new LibPQFactory(verifiedBy(FILE))).doesNotThrowAnyException();
        Path broken = Files.writeString(
                directory.resolve("broken.pem"), Files.readString(FILE).substring(0, 1_000));
        assertThatThrownBy(() -> new LibPQFactory(verifiedBy(broken))).isInstanceOf(PSQLException.class);
    }

    static Stream<Path> zips() {
        return Stream.of("api", "send-worker", "scheduler", "importer", "migrator")
                .map(name -> SamTemplate.ROOT.resolve("functions/" + name + "/target/" + name + ".zip"));
    }

    @ParameterizedTest
    @MethodSource("zips")
    void it_is_at_the_root_of_every_functions_zip(Path zip) throws IOException {
        try (ZipFile file = new ZipFile(zip.toFile());
                InputStream packed = file.getInputStream(file.getEntry("rds-ca.pem"))) {
            assertThat(packed).hasBinaryContent(Files.readAllBytes(FILE));
        }
    }

    private static Properties verifiedBy(Path file) {
        Properties properties = new Properties();
        properties.setProperty("sslmode", "verify-full");
        properties.setProperty("sslrootcert", file.toString());
        return properties;
    }

    private static List<X509Certificate> certificates() throws Exception {
        return parse(Files.readString(FILE));
    }

    private static List<X509Certificate> parse(String pem) throws Exception {
        return CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))
                .stream()
                .map(X509Certificate.class::cast)
                .toList();
    }
}
