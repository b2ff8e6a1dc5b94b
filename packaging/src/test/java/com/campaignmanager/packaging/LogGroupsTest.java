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
                .hasSize(TEMPLATE.functions().size() + 1)
                .allSatisfy(group ->
                        assertThat(group.property("RetentionInDays")).contains(Map.of("Ref", "LogRetentionDays")));
    }

    @Test
    void the_gateways_log_is_one_of_them() {
        assertThat(TEMPLATE.resource("HttpApi").property("AccessLogSettings", "DestinationArn"))
                .contains(Map.of("Fn::GetAtt", List.of("AccessLogs", "Arn")));
    }
}
