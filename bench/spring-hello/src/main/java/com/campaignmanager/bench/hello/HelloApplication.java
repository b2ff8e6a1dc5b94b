package com.campaignmanager.bench.hello;

import java.util.Map;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** An application with one route. */
@SpringBootApplication
@RestController
public class HelloApplication {
    @GetMapping("/hello")
    Map<String, String> hello() {
        return Map.of("message", "hello");
    }
}
