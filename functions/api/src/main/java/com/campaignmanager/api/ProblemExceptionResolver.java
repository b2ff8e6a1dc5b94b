package com.campaignmanager.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/** Writes {@link ProblemMapper}, whatever media types the caller accepts. */
final class ProblemExceptionResolver implements HandlerExceptionResolver {

    @Override
    public ModelAndView resolveException(
            HttpServletRequest request, HttpServletResponse response, Object handler, Exception thrown) {
        ProblemResponse answer = ProblemMapper.answer(thrown);
        response.reset();
        response.setStatus(answer.status().value());
        response.setContentType(ProblemResponse.MEDIA_TYPE);
        answer.headers().forEach((name, values) -> values.forEach(value -> response.addHeader(name, value)));
        try {
            response.getOutputStream().write(answer.json());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ModelAndView();
    }
}
