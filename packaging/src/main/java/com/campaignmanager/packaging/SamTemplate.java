package com.campaignmanager.packaging;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.Yaml;

/** What tests and measurements need to know of {@code template.yaml}. Intrinsic functions are read in their long form. */
public final class SamTemplate {
    /** The repository's root. */
    public static final Path ROOT = Path.of(System.getProperty("repository.root"));

    static final String FUNCTION = "AWS::Serverless::Function";

    /** Read once: it is long. */
    private static final SamTemplate TEMPLATE = new SamTemplate(ROOT);

    /** A resource under its logical id. */
    record Resource(String name, String type, Map<?, ?> body) {
        Map<?, ?> properties() {
            return Optional.<Map<?, ?>>ofNullable((Map<?, ?>) body.get("Properties"))
                    .orElse(Map.of());
        }

        /** A member of the properties, by its way; empty where there is none. */
        Optional<Object> property(String... way) {
            return at(properties(), way);
        }

        /** A member of the resource itself, such as {@code DeletionPolicy}; empty where there is none. */
        Optional<String> attribute(String name) {
            return Optional.ofNullable((String) body.get(name));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** A function as the template has it, with its zip. */
    public record Function(String name, String handler, Path zip, Map<?, ?> properties) {
        public UnpackedZip unpack(Path parent) throws IOException {
            return UnpackedZip.of(name, handler, zip, parent);
        }

        public int memoryMb() {
            return (int) properties.get("MemorySize");
        }

        public int timeoutSeconds() {
            return (int) properties.get("Timeout");
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private final Path directory;
    private final Map<?, ?> root;

    private SamTemplate(Path directory) {
        this.directory = directory;
        this.root = load(directory.resolve("template.yaml"));
    }

    /** Any template. */
    static Map<?, ?> load(Path file) {
        try (Reader text = Files.newBufferedReader(file)) {
            return new Yaml(new WithIntrinsics()).load(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static SamTemplate read() {
        return TEMPLATE;
    }

    /** That of a checkout. */
    public static SamTemplate in(Path directory) {
        return new SamTemplate(directory);
    }

    /** The member at the end of a way through maps; empty where the way ends early. */
    static Optional<Object> at(Object map, String... way) {
        Optional<Object> here = Optional.of(map);
        for (String key : way) {
            here = here.filter(Map.class::isInstance).map(member -> ((Map<?, ?>) member).get(key));
        }
        return here;
    }

    List<Resource> resources() {
        return ((Map<?, ?>) root.get("Resources"))
                .entrySet().stream()
                        .map(entry -> resource((String) entry.getKey(), (Map<?, ?>) entry.getValue()))
                        .toList();
    }

    List<Resource> resources(String type) {
        return resources().stream()
                .filter(resource -> resource.type().equals(type))
                .toList();
    }

    Resource resource(String name) {
        return resources().stream()
                .filter(resource -> resource.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Resource resource(String name, Map<?, ?> body) {
        return new Resource(name, (String) body.get("Type"), body);
    }

    public List<Function> functions() {
        return resources(FUNCTION).stream().map(this::function).toList();
    }

    public Function function(String name) {
        return function(resource(name));
    }

    private Function function(Resource resource) {
        return new Function(
                resource.name(),
                (String) resource.properties().get("Handler"),
                directory.resolve((String) resource.properties().get("CodeUri")),
                resource.properties());
    }

    /** What a function finds in its environment, as the template has it: what all have, and its own. */
    Map<String, Object> variables(Function function) {
        Map<String, Object> variables = new TreeMap<>();
        at(root, "Globals", "Function", "Environment", "Variables").ifPresent(all -> add(all, variables));
        at(function.properties(), "Environment", "Variables").ifPresent(own -> add(own, variables));
        return variables;
    }

    private static void add(Object from, Map<String, Object> to) {
        ((Map<?, ?>) from).forEach((name, value) -> to.put((String) name, value));
    }

    /** The same with parameters at their defaults; what is known at deployment only is empty. */
    public Map<String, String> environment(Function function) {
        return variables(function).entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> value(entry.getValue()).orElse(""), (a, b) -> a, TreeMap::new));
    }

    /** What all functions together find in their environment, as {@link #environment(Function)} has it. */
    public Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>();
        functions().forEach(function -> environment.putAll(environment(function)));
        return environment;
    }

    /** A literal, or the default of the parameter that is named; empty: known at deployment only. */
    Optional<String> value(Object value) {
        return switch (value) {
            case String text -> Optional.of(text);
            case Map<?, ?> intrinsic
            when intrinsic.get("Ref") instanceof String name && isParameter(name) ->
                at(root, "Parameters", name, "Default").map(Object::toString);
            default -> Optional.empty();
        };
    }

    private boolean isParameter(String name) {
        return at(root, "Parameters", name).isPresent();
    }

    /** What has to hold of the parameters, by name. */
    Map<?, ?> rules() {
        return (Map<?, ?>) root.get("Rules");
    }

    /** The parameters that hold secrets. */
    List<String> secretParameters() {
        return ((Map<?, ?>) root.get("Parameters"))
                .entrySet().stream()
                        .filter(entry -> at(entry.getValue(), "NoEcho").isPresent())
                        .map(entry -> (String) entry.getKey())
                        .toList();
    }
}
