package com.campaignmanager.packaging;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** What these tests need to know of {@code template.yaml}. */
final class SamTemplate {
    static final Path ROOT = Path.of(System.getProperty("repository.root"));

    /** A function as the template has it, with its zip. */
    record Function(String name, String handler, Path zip, Map<?, ?> properties) {}

    private final Path directory;
    private final Map<?, ?> root;

    private SamTemplate(Path directory, Map<?, ?> root) {
        this.directory = directory;
        this.root = root;
    }

    static SamTemplate read() {
        return in(ROOT);
    }

    /** That of a checkout. */
    static SamTemplate in(Path directory) {
        try (Reader text = Files.newBufferedReader(directory.resolve("template.yaml"))) {
            return new SamTemplate(directory, new Yaml(new WithIntrinsics()).load(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Function> functions() {
        return at(root, "Resources").entrySet().stream()
                .filter(resource -> at(resource.getValue()).get("Type").equals("AWS::Serverless::Function"))
                .map(resource -> function((String) resource.getKey(), at(at(resource.getValue()), "Properties")))
                .toList();
    }

    Function function(String name) {
        return functions().stream()
                .filter(function -> function.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private Function function(String name, Map<?, ?> properties) {
        return new Function(
                name,
                (String) properties.get("Handler"),
                directory.resolve((String) properties.get("CodeUri")),
                properties);
    }

    Map<?, ?> globals() {
        return at(root, "Globals", "Function");
    }

    /** The functions' environment; what is computed at deployment is empty here. */
    Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>();
        at(root, "Globals", "Function", "Environment", "Variables")
                .forEach((name, value) -> environment.put((String) name, value instanceof String text ? text : ""));
        return environment;
    }

    private static Map<?, ?> at(Object map, String... path) {
        Map<?, ?> here = (Map<?, ?>) map;
        for (String key : path) {
            here = (Map<?, ?>) here.get(key);
        }
        return here;
    }

    /** Reads {@code !Ref X} as {@code {Ref: X}}, as CloudFormation's long form would have it, and other tags likewise. */
    private static final class WithIntrinsics extends SafeConstructor {
        WithIntrinsics() {
            super(new LoaderOptions());
            yamlConstructors.put(null, new AbstractConstruct() {
                @Override
                public Object construct(Node node) {
                    return Map.of(node.getTag().getValue().substring(1), content(node));
                }
            });
        }

        private Object content(Node node) {
            return switch (node) {
                case ScalarNode scalar -> constructScalar(scalar);
                case SequenceNode sequence -> constructSequence(sequence);
                case MappingNode mapping -> constructMapping(mapping);
                default -> throw new IllegalArgumentException("no such node: " + node);
            };
        }
    }
}
