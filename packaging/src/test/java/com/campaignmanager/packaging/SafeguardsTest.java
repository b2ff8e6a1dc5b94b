package com.campaignmanager.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.packaging.SamTemplate.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Data outlives mistakes, is encrypted where it lies and on its way, and nothing can be reached from outside. */
class SafeguardsTest {
    private static final SamTemplate TEMPLATE = SamTemplate.read();

    /** Types that hold something, and what becomes of it with the stack. */
    private static final Map<String, String> KEPT = Map.of(
            "AWS::RDS::DBCluster", "Snapshot",
            "AWS::S3::Bucket", "Retain",
            "AWS::Cognito::UserPool", "Retain",
            "AWS::Logs::LogGroup", "Retain",
            // What follows holds nothing that is not elsewhere, and says so.
            "AWS::RDS::DBInstance", "Delete",
            "AWS::ElastiCache::ServerlessCache", "Delete",
            "AWS::ElastiCache::ReplicationGroup", "Delete",
            "AWS::SQS::Queue", "Delete",
            "AWS::KMS::Key", "Delete");

    /** Types of the same services that hold nothing: whoever adds another has to say which it is. */
    private static final Set<String> HOLDS_NOTHING = Set.of(
            "AWS::RDS::DBClusterParameterGroup",
            "AWS::RDS::DBSubnetGroup",
            "AWS::S3::BucketPolicy",
            "AWS::Cognito::UserPoolDomain",
            "AWS::Cognito::UserPoolResourceServer",
            "AWS::Cognito::UserPoolClient",
            "AWS::ElastiCache::SubnetGroup",
            "AWS::ElastiCache::User",
            "AWS::ElastiCache::UserGroup",
            "AWS::SQS::QueuePolicy");

    private static final Pattern STORE =
            Pattern.compile("AWS::(RDS|S3|Cognito|ElastiCache|SQS|Logs|KMS|DynamoDB|EFS|SecretsManager|Backup)::.*");

    static Stream<Resource> resourcesThatHoldSomething() {
        return TEMPLATE.resources().stream().filter(resource -> KEPT.containsKey(resource.type()));
    }

    @Test
    void of_every_store_it_is_known_whether_it_holds_something() {
        assertThat(TEMPLATE.resources())
                .extracting(Resource::type)
                .filteredOn(type -> STORE.matcher(type).matches())
                .allMatch(type -> KEPT.containsKey(type) || HOLDS_NOTHING.contains(type));
    }

    @ParameterizedTest
    @MethodSource("resourcesThatHoldSomething")
    void what_becomes_of_data_is_decided(Resource resource) {
        assertThat(resource.attribute("DeletionPolicy")).contains(KEPT.get(resource.type()));
        assertThat(resource.attribute("UpdateReplacePolicy")).contains(KEPT.get(resource.type()));
    }

    @Test
    void the_database_cannot_be_deleted_by_mistake_and_is_backed_up() {
        Resource cluster = TEMPLATE.resource("DatabaseCluster");
        assertThat(cluster.property("DeletionProtection")).contains(true);
        assertThat(cluster.property("CopyTagsToSnapshot")).contains(true);
        assertThat((int) cluster.property("BackupRetentionPeriod").orElseThrow())
                .isGreaterThanOrEqualTo(7);
        assertThat(TEMPLATE.resource("UserPool").property("DeletionProtection")).contains("ACTIVE");
    }

    @Test
    void data_is_encrypted_where_it_lies() {
        assertThat(TEMPLATE.resource("DatabaseCluster").property("StorageEncrypted"))
                .contains(true);
        assertThat(TEMPLATE.resource("CacheNodes").property("AtRestEncryptionEnabled"))
                .contains(true);
        assertThat(TEMPLATE.resource("Undelivered").property("SqsManagedSseEnabled"))
                .contains(true);
        assertThat(TEMPLATE.resource("AlarmTopic").property("KmsMasterKeyId")).isPresent();
        assertThat(TEMPLATE.resource("ImportBucket").property("BucketEncryption", "ServerSideEncryptionConfiguration"))
                .isPresent();
    }

    @Test
    void data_is_encrypted_on_its_way() {
        assertThat(TEMPLATE.resource("DatabaseParameters").property("Parameters", "rds.force_ssl"))
                .contains("1");
        assertThat(TEMPLATE.resource("CacheNodes").property("TransitEncryptionMode"))
                .contains("required");
        assertThat(Rendered.texts(TEMPLATE.variables(TEMPLATE.function("Api")).get("REDIS_URL")))
                .hasSize(2)
                .allSatisfy(address -> assertThat(address).startsWith("rediss://"));
        for (String policy : List.of("ImportBucketPolicy", "UndeliveredPolicy")) {
            List<?> statements = (List<?>) TEMPLATE.resource(policy)
                    .property("PolicyDocument", "Statement")
                    .orElseThrow();
            assertThat(statements)
                    .as(policy)
                    .anySatisfy(statement -> assertThat((Map<?, ?>) statement)
                            .isEqualTo(deniesPlainText(((Map<?, ?>) statement).get("Action"), (Map<?, ?>) statement)));
        }
    }

    private static Map<?, ?> deniesPlainText(Object action, Map<?, ?> statement) {
        return Map.of(
                "Effect",
                "Deny",
                "Principal",
                "*",
                "Action",
                action,
                "Resource",
                statement.get("Resource"),
                "Condition",
                Map.of("Bool", Map.of("aws:SecureTransport", false)));
    }

    @Test
    void every_function_logs_in_to_the_cache_as_a_user_of_its_own_or_not_at_all() {
        Map<String, Optional<String>> users = TEMPLATE.functions().stream()
                .collect(Collectors.toMap(SamTemplate.Function::name, function -> CacheUser.of(function.name())));
        assertThat(users)
                .isEqualTo(Map.of(
                        "Api", Optional.of("ApiCacheUser"),
                        "SendWorker", Optional.of("WorkerCacheUser"),
                        "Scheduler", Optional.of("SchedulerCacheUser"),
                        "Importer", Optional.empty(),
                        "MigratorFunction", Optional.empty(),
                        "DatabaseAccessFunction", Optional.empty()));
        assertThat(Rendered.texts(
                        TEMPLATE.resource("CacheUsers").property("UserIds").orElseThrow()))
                .containsExactly("${ApiCacheUser}", "${WorkerCacheUser}", "${SchedulerCacheUser}");
    }

    @Test
    void nothing_lets_anybody_in_from_outside() {
        for (Resource group : TEMPLATE.resources("AWS::EC2::SecurityGroup")) {
            for (Object rule : (List<?>) group.property("SecurityGroupIngress").orElse(List.of())) {
                assertThat(((Map<?, ?>) rule).get("SourceSecurityGroupId"))
                        .as("%s", group)
                        .isEqualTo(Map.of("Ref", "FunctionSecurityGroup"));
            }
        }
        assertThat(TEMPLATE.resources("AWS::EC2::SecurityGroupIngress")).isEmpty();
        assertThat(TEMPLATE.resource("DatabaseInstance").property("PubliclyAccessible"))
                .contains(false);
        assertThat(TEMPLATE.resources("AWS::EC2::Subnet"))
                .allSatisfy(subnet -> assertThat(
                                subnet.property("MapPublicIpOnLaunch").orElse(false))
                        .isEqualTo(false));
        assertThat(TEMPLATE.functions())
                .allSatisfy(function -> assertThat(function.properties().get("FunctionUrlConfig"))
                        .isNull());
        assertThat(TEMPLATE.resources("AWS::Lambda::Permission")).isEmpty();
    }

    @Test
    void the_bucket_is_private() {
        assertThat(TEMPLATE.resource("ImportBucket").property("PublicAccessBlockConfiguration"))
                .contains(Map.of(
                        "BlockPublicAcls", true,
                        "BlockPublicPolicy", true,
                        "IgnorePublicAcls", true,
                        "RestrictPublicBuckets", true));
    }

    @Test
    void every_function_but_the_one_that_uses_the_data_api_is_in_the_private_subnets() {
        List<String> outside = new ArrayList<>();
        for (SamTemplate.Function function : TEMPLATE.functions()) {
            Optional<Object> subnets = SamTemplate.at(function.properties(), "VpcConfig", "SubnetIds");
            subnets.ifPresentOrElse(
                    in -> assertThat(in)
                            .isEqualTo(TEMPLATE.resource("DatabaseSubnets")
                                    .property("SubnetIds")
                                    .orElseThrow()),
                    () -> outside.add(function.name()));
        }
        assertThat(outside).containsExactly("DatabaseAccessFunction");
    }
}
