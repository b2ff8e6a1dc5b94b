package com.campaignmanager.packaging;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Values of the template as text that a person can compare: {@code ${Name}} for a reference, {@code ${Name.Arn}} for an
 * attribute. A value that depends on a condition is several texts.
 */
final class Rendered {
    private static final String NO_VALUE = "AWS::NoValue";

    private Rendered() {}

    /** Every text that the value may come to; a list comes to those of its members. */
    static List<String> texts(Object value) {
        return switch (value) {
            case List<?> list ->
                list.stream().flatMap(member -> texts(member).stream()).toList();
            case Map<?, ?> map
            when map.get("Fn::If") instanceof List<?> choice ->
                Stream.of(choice.get(1), choice.get(2))
                        .flatMap(branch -> texts(branch).stream())
                        .toList();
            case Map<?, ?> map when NO_VALUE.equals(map.get("Ref")) -> List.of();
            default -> List.of(text(value));
        };
    }

    private static String text(Object value) {
        return switch (value) {
            case Map<?, ?> map
            when map.size() == 1 ->
                intrinsic(
                        (String) map.keySet().iterator().next(),
                        map.values().iterator().next());
            default -> value.toString();
        };
    }

    private static String intrinsic(String name, Object argument) {
        return switch (name) {
            case "Ref" -> "${" + argument + "}";
            case "Fn::GetAtt" -> "${" + joined(".", (List<?>) argument) + "}";
            case "Fn::Sub" -> substituted(argument);
            case "Fn::Join" -> joined((String) ((List<?>) argument).get(0), (List<?>) ((List<?>) argument).get(1));
            case "Fn::Select" -> "…";
            default -> name + " " + argument;
        };
    }

    private static String substituted(Object argument) {
        if (!(argument instanceof List<?> parts)) {
            return (String) argument;
        }
        String text = (String) parts.get(0);
        for (Map.Entry<?, ?> own : ((Map<?, ?>) parts.get(1)).entrySet()) {
            text = text.replace("${" + own.getKey() + "}", text(own.getValue()));
        }
        return text;
    }

    private static String joined(String between, List<?> parts) {
        return parts.stream().map(Rendered::text).collect(Collectors.joining(between));
    }
}
