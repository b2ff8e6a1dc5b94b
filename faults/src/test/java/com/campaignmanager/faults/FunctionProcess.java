package com.campaignmanager.faults;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.campaignmanager.api.ApiHandler;
import com.campaignmanager.local.http.Gateway;
import com.campaignmanager.local.http.HttpFront;
import com.campaignmanager.local.lambda.Function;
import com.campaignmanager.local.lambda.FunctionFailedException;
import com.campaignmanager.local.lambda.LastCall;
import com.campaignmanager.local.lambda.TickEvent;
import com.campaignmanager.scheduler.SchedulerHandler;
import com.campaignmanager.worker.SendWorkerHandler;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** One of the functions as a process of its own: worker and scheduler tick without pause, the API serves HTTP. */
final class FunctionProcess {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Duration BETWEEN_TICKS = Duration.ofMillis(50);
    private static final Clock CLOCK = Clock.systemUTC();

    private FunctionProcess() {}

    public static void main(String[] arguments) {
        switch (arguments[0]) {
            case "worker" -> tick(new SendWorkerHandler());
            case "scheduler" -> tick(new SchedulerHandler());
            case "api" -> serve(new ApiHandler());
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static void serve(RequestStreamHandler api) {
        HttpFront front = HttpFront.open(0);
        front.serve("/", new Gateway(function("api", api), CLOCK));
        front.start();
        Child.say(front.url());
    }

    private static void tick(RequestStreamHandler handler) {
        Function function = function("tick", handler);
        TickEvent event = new TickEvent(CLOCK);
        Child.say("ticking");
        while (true) {
            try {
                function.invoke(event.get());
            } catch (FunctionFailedException e) {
                // As in the cloud: an invocation that failed is followed by the next tick.
            }
            LockSupport.parkNanos(BETWEEN_TICKS.toNanos());
        }
    }

    private static Function function(String name, RequestStreamHandler handler) {
        return new Function(name, handler, TIMEOUT, new LastCall(CLOCK));
    }
}
