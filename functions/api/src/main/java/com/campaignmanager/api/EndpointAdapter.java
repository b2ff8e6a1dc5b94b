package com.campaignmanager.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerAdapter;
import org.springframework.web.servlet.ModelAndView;

/** Lets a request's route answer it, and writes the answer: a file as it is, everything else as JSON. */
final class EndpointAdapter implements HandlerAdapter {

    @Override
    public boolean supports(Object handler) {
        return handler instanceof HandlerMethod;
    }

    @Override
    public ModelAndView handle(HttpServletRequest request, HttpServletResponse response, Object handler)
            throws Exception {
        HandlerMethod method = (HandlerMethod) handler;
        ResponseEntity<?> answer =
                method.getBean() instanceof Route route ? route.answer(new ApiRequest(request)) : options(method);
        write(answer, response);
        return null;
    }

    /** Spring's own answer to OPTIONS. */
    private static ResponseEntity<?> options(HandlerMethod method) throws ReflectiveOperationException {
        HttpHeaders allow = (HttpHeaders) method.getMethod().invoke(method.getBean());
        return ResponseEntity.ok().headers(allow).build();
    }

    private static void write(ResponseEntity<?> answer, HttpServletResponse response) throws IOException {
        response.setStatus(answer.getStatusCode().value());
        answer.getHeaders().forEach((name, values) -> values.forEach(value -> response.addHeader(name, value)));
        switch (answer.getBody()) {
            case null -> {}
            case byte[] file -> response.getOutputStream().write(file);
            case Object view -> {
                response.setContentType(MediaType.APPLICATION_JSON_VALUE);
                response.getOutputStream().write(Json.MAPPER.writeValueAsBytes(view));
            }
        }
        response.flushBuffer();
    }

    @Override
    @Deprecated
    public long getLastModified(HttpServletRequest request, Object handler) {
        return -1;
    }
}
