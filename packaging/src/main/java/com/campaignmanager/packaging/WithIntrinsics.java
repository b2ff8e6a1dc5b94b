package com.campaignmanager.packaging;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads {@code !Ref X} as {@code {Ref: X}} and {@code !Join …} as {@code {Fn::Join: …}}: CloudFormation's long form. */
final class WithIntrinsics extends SafeConstructor {
    private static final Set<String> WITHOUT_PREFIX = Set.of("Ref", "Condition");

    WithIntrinsics() {
        super(options());
        yamlConstructors.put(null, new AbstractConstruct() {
            @Override
            public Object construct(Node node) {
                String name = node.getTag().getValue().substring(1);
                return Map.of(WITHOUT_PREFIX.contains(name) ? name : "Fn::" + name, content(name, node));
            }
        });
    }

    private static LoaderOptions options() {
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(1_000);
        return options;
    }

    private Object content(String name, Node node) {
        return switch (node) {
            case ScalarNode scalar
            when name.equals("GetAtt") -> Arrays.asList(constructScalar(scalar).split("\\.", 2));
            case ScalarNode scalar -> constructScalar(scalar);
            case SequenceNode sequence -> constructSequence(sequence);
            case MappingNode mapping -> constructMapping(mapping);
            default -> throw new IllegalArgumentException("no such node: " + node);
        };
    }
}
