package com.campaignmanager.packaging;

import com.campaignmanager.packaging.SamTemplate.Function;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What starts the functions. */
final class Events {
    private Events() {}

    /** An event of a function, under its name in the template. */
    record Event(String function, String name, String type, Map<?, ?> properties) {
        Optional<Object> property(String... way) {
            return SamTemplate.at(properties, way);
        }

        @Override
        public String toString() {
            return function + "." + name;
        }
    }

    static List<Event> all() {
        return SamTemplate.read().functions().stream()
                .flatMap(function -> of(function).stream())
                .toList();
    }

    static List<Event> ofType(String type) {
        return all().stream().filter(event -> event.type().equals(type)).toList();
    }

    private static List<Event> of(Function function) {
        return ((Map<?, ?>) SamTemplate.at(function.properties(), "Events").orElse(Map.of()))
                .entrySet().stream()
                        .map(entry -> event(function.name(), (String) entry.getKey(), (Map<?, ?>) entry.getValue()))
                        .toList();
    }

    private static Event event(String function, String name, Map<?, ?> event) {
        return new Event(function, name, (String) event.get("Type"), (Map<?, ?>) event.get("Properties"));
    }
}
