package com.campaignmanager.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.migrations.FunctionRole;
import com.campaignmanager.packaging.SamTemplate.Function;
import com.campaignmanager.packaging.SamTemplate.Resource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The database is there, then its roles, then its schema, and only then the code that uses it. */
class DeploymentOrderTest {
    private static final SamTemplate TEMPLATE = SamTemplate.read();
    private static final Path GRANTS = SamTemplate.ROOT.resolve("migrations").resolve("grants.sql");
    private static final Pattern MIGRATION = Pattern.compile("V(\\d+)__.*\\.sql");

    /** Those that make the database ready, and so come before the rest. */
    private static final List<String> BEFORE = List.of("DatabaseAccessFunction", "MigratorFunction");

    /** The property that names a role, and the function that logs in as this role. */
    private static final Map<String, String> USERS = Map.of(
            "MigratorUser", "MigratorFunction",
            "ApiUser", "Api",
            "WorkerUser", "SendWorker",
            "SchedulerUser", "Scheduler",
            "ImporterUser", "Importer");

    static Stream<Function> functionsThatServe() {
        return TEMPLATE.functions().stream().filter(function -> !BEFORE.contains(function.name()));
    }

    @ParameterizedTest
    @MethodSource("functionsThatServe")
    void new_code_comes_after_the_migration(Function function) {
        assertThat(TEMPLATE.resource(function.name()).attribute("DependsOn")).contains("Migration");
    }

    @Test
    void the_migration_comes_after_the_roles_and_those_after_the_database() {
        assertThat(TEMPLATE.resource("Migration").attribute("DependsOn")).contains("DatabaseAccess");
        assertThat(TEMPLATE.resource("DatabaseAccess").attribute("DependsOn")).contains("DatabaseInstance");
    }

    @Test
    void every_custom_resource_is_served_by_a_function_and_does_not_wait_for_ever() {
        List<Resource> custom = TEMPLATE.resources().stream()
                .filter(resource -> resource.type().startsWith("Custom::"))
                .toList();
        assertThat(custom).hasSize(2);
        for (Resource resource : custom) {
            List<?> token =
                    (List<?>) resource.property("ServiceToken", "Fn::GetAtt").orElseThrow();
            int longest = (int)
                    TEMPLATE.function((String) token.getFirst()).properties().get("Timeout");
            assertThat((int) resource.property("ServiceTimeout").orElseThrow())
                    .as("%s", resource)
                    .isBetween(longest + 1, longest + 60);
        }
    }

    @Test
    void the_roles_that_are_made_are_those_that_log_in() {
        Resource access = TEMPLATE.resource("DatabaseAccess");
        String database = (String) access.property("Database").orElseThrow();
        for (Map.Entry<String, String> user : USERS.entrySet()) {
            String name = (String) access.property(user.getKey()).orElseThrow();
            assertThat(address(user.getValue()))
                    .startsWith("postgresql://" + name + "@")
                    .endsWith("/" + database);
        }
    }

    @Test
    void the_roles_that_get_rights_are_those_that_are_made() {
        for (FunctionRole role : FunctionRole.values()) {
            String property = role.word().substring(0, 1).toUpperCase(Locale.ROOT)
                    + role.word().substring(1) + "User";
            assertThat(TEMPLATE.resource("Migration").property(property))
                    .isPresent()
                    .isEqualTo(TEMPLATE.resource("DatabaseAccess").property(property));
            assertThat(USERS).containsKey(property);
        }
    }

    private static String address(String function) {
        return Rendered.texts(TEMPLATE.variables(TEMPLATE.function(function)).get("DATABASE_URL"))
                .getFirst();
    }

    /** Without a changed property CloudFormation would not migrate. */
    @Test
    void the_migration_is_repeated_when_the_migrations_or_the_database_change() throws Exception {
        Resource migration = TEMPLATE.resource("Migration");
        String hash = hash();
        assertThat(migration.property("MigrationsHash"))
                .as("write in template.yaml, at Migration: MigrationsHash: %s", hash)
                .contains(hash);
        assertThat(migration.property("ClusterId"))
                .contains(Map.of("Fn::GetAtt", List.of("DatabaseCluster", "DBClusterResourceId")));
    }

    /** It answers CloudFormation through S3: the way there must exist before it, and be taken down after it. */
    @Test
    void the_migration_comes_after_the_way_to_s3() {
        assertThat(Rendered.texts(
                        TEMPLATE.resource("Migration").property("WayOut").orElseThrow()))
                .containsExactly("${S3Endpoint}", "${PrivateRoutesOfA}", "${PrivateRoutesOfB}");
    }

    /**
     * Of every file its name and its bytes, each ended by a zero byte, in the order in which they are applied. The grants
     * come last.
     */
    private static String hash() throws IOException, NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (Path file : migrations()) {
            digest.update(file.getFileName().toString().getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            digest.update(Files.readAllBytes(file));
            digest.update((byte) 0);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static List<Path> migrations() throws IOException {
        try (Stream<Path> files = Files.list(SamTemplate.ROOT.resolve("migrations"))) {
            List<Path> migrations = files.filter(file -> file.toString().endsWith(".sql"))
                    .sorted(Comparator.comparing(DeploymentOrderTest::version))
                    .toList();
            assertThat(migrations).hasSizeGreaterThan(1).last().hasToString(GRANTS.toString());
            return migrations;
        }
    }

    private static int version(Path file) {
        if (file.equals(GRANTS)) {
            return Integer.MAX_VALUE;
        }
        Matcher name = MIGRATION.matcher(file.getFileName().toString());
        assertThat(name.matches()).as("%s", file).isTrue();
        return Integer.parseInt(name.group(1));
    }

    /** A snapshot of the process is restored where an instance would start; it exists for published versions only. */
    @Test
    void the_api_is_called_by_the_alias_of_its_newest_version() {
        Map<?, ?> api = TEMPLATE.function("Api").properties();
        assertThat(api.get("SnapStart")).isEqualTo(Map.of("ApplyOn", "PublishedVersions"));
        assertThat(api.get("AutoPublishAlias")).isEqualTo("live");
        assertThat(api.get("AutoPublishAliasAllProperties")).isEqualTo(true);
    }
}
