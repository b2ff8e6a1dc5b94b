package com.campaignmanager.migrator;

import com.campaignmanager.migrations.FunctionRole;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a deployment calls the roles of its functions: a resource's properties {@code ApiUser}, {@code WorkerUser}, {@code
 * SchedulerUser} and {@code ImporterUser}.
 */
record RoleNames(Map<FunctionRole, Identifier> names) {

    /** @throws IllegalArgumentException naming a property that is missing, is no name, or is the same as another */
    static RoleNames of(ResourceEvent event) {
        Map<FunctionRole, Identifier> names = new EnumMap<>(FunctionRole.class);
        Set<Identifier> different = new HashSet<>();
        for (FunctionRole role : FunctionRole.values()) {
            Identifier name = Identifier.of(event, property(role));
            names.put(role, name);
            if (!different.add(name)) {
                throw new IllegalArgumentException("the property " + property(role)
                        + " is the same as another: each function has a role of its own");
            }
        }
        return new RoleNames(names);
    }

    /** @throws IllegalArgumentException if the owner of the schema is among them: that function could change the schema */
    void mustNotInclude(String owner) {
        if (names.containsValue(new Identifier(owner))) {
            throw new IllegalArgumentException(owner
                    + " owns the schema and is the role of a function as well, which could then change the schema");
        }
    }

    static String property(FunctionRole role) {
        String word = role.word();
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1) + "User";
    }

    /** As SQL has them. */
    Map<FunctionRole, String> quoted() {
        return names.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().toString()));
    }
}
