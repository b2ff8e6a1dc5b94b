package com.campaignmanager.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.packaging.SamTemplate.Function;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LogGroupsTest {
    private static final SamTemplate TEMPLATE = SamTemplate.read();

    @Test
    void every_function_has_a_log_group_of_its_own() {
        Set<String> groups = new HashSet<>();
        for (Function function : TEMPLATE.functions()) {
            String group = (String) SamTemplate.at(function.properties(), "LoggingConfig", "LogGroup", "Ref")
                    .orElseThrow(() -> new AssertionError(function + " has none"));
            assertThat(TEMPLATE.resource(group).type()).as(function.name()).isEqualTo("AWS::Logs::LogGroup");
            assertThat(groups.add(group)).as("%s, of %s alone", group, function).isTrue();
        }
    }

    @Test
    void no_log_is_kept_for_ever() {
        assertThat(TEMPLATE.resources("AWS::Logs::LogGroup"))
                .hasSize(TEMPLATE.functions().size()
                        + List.of("AccessLogs", "DatabaseLogs", "FlowLogGroup").size())
                .allSatisfy(group ->
                        assertThat(group.property("RetentionInDays")).contains(Map.of("Ref", "LogRetentionDays")));
    }

    @Test
    void every_log_group_takes_the_key_that_is_given() {
        assertThat(TEMPLATE.resources("AWS::Logs::LogGroup"))
                .allSatisfy(group -> assertThat(
                                Rendered.texts(group.property("KmsKeyId").orElseThrow()))
                        .containsExactly("${KeyArn}"));
    }

    @Test
    void the_gateway_logs_to_a_group_of_the_template() {
        assertThat(TEMPLATE.resource("HttpApi").property("AccessLogSettings", "DestinationArn"))
                .contains(Map.of("Fn::GetAtt", List.of("AccessLogs", "Arn")));
    }

    /** RDS makes the group itself when it is not there, without an end to what it keeps. */
    @Test
    void postgresqls_log_is_exported_to_a_group_that_is_there_before_the_instance() {
        assertThat(TEMPLATE.resource("DatabaseCluster").property("EnableCloudwatchLogsExports"))
                .contains(List.of("postgresql"));
        assertThat(TEMPLATE.resource("DatabaseLogs").property("LogGroupName", "Fn::Sub"))
                .contains("/aws/rds/cluster/${DatabaseCluster}/postgresql");
        assertThat(TEMPLATE.resource("DatabaseInstance").attribute("DependsOn")).contains("DatabaseLogs");
    }

    @Test
    void the_networks_traffic_is_logged_to_a_group_of_the_template() {
        assertThat(TEMPLATE.resource("VpcFlowLog").property("LogGroupName")).contains(Map.of("Ref", "FlowLogGroup"));
        assertThat(TEMPLATE.resource("VpcFlowLog").property("ResourceId")).contains(Map.of("Ref", "Vpc"));
    }
}
