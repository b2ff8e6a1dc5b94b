package com.campaignmanager.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.api.testing.Description;
import com.campaignmanager.api.testing.Operation;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.stereotype.Controller;
import org.springframework.util.ClassUtils;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

class RoutesTest {

    @Test
    void the_controllers_have_the_routes_of_the_description_and_no_others() {
        Set<String> described = new TreeSet<>();
        Description.get().operations().stream().map(Operation::toString).forEach(described::add);
        assertThat(routes()).isEqualTo(described);
    }

    private static Set<String> routes() {
        ClassPathScanningCandidateComponentProvider scan = new ClassPathScanningCandidateComponentProvider(false);
        scan.addIncludeFilter(new AnnotationTypeFilter(Controller.class));
        Mappings mappings = new Mappings();
        Set<String> routes = new TreeSet<>();
        scan.findCandidateComponents("com.campaignmanager.api").forEach(bean -> {
            Class<?> controller = ClassUtils.resolveClassName(bean.getBeanClassName(), null);
            for (Method method : controller.getDeclaredMethods()) {
                mappings.of(method, controller).ifPresent(mapping -> addRoutes(mapping, routes));
            }
        });
        return routes;
    }

    private static void addRoutes(RequestMappingInfo mapping, Set<String> routes) {
        for (String path : mapping.getPatternValues()) {
            for (RequestMethod method : mapping.getMethodsCondition().getMethods()) {
                routes.add(method + " " + withoutExpressions(path));
            }
        }
    }

    /** {@code /customers/{id}} of a pattern such as {@code /customers/{id:[0-9]+}}. */
    private static String withoutExpressions(String path) {
        return path.replaceAll("\\{([a-z_]+):[^/]*\\}", "{$1}");
    }

    /** Spring's own reading of the annotations. */
    private static final class Mappings extends RequestMappingHandlerMapping {
        Optional<RequestMappingInfo> of(Method method, Class<?> controller) {
            return Optional.ofNullable(getMappingForMethod(method, controller));
        }
    }
}
