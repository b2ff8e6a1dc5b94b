package com.campaignmanager.queue;

import io.lettuce.core.event.Event;
import io.lettuce.core.event.EventBus;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.PreferHeapByteBufAllocator;
import io.netty.resolver.DefaultAddressResolverGroup;
import java.security.Security;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Flux;

/**
 * The resources of Lettuce, without the parts that two connections never need and that would slow down every cold start:
 * direct memory (and the foreign-function calls that allocate and free it), a name resolver besides the JDK's, and events
 * and latencies that nobody reads.
 */
final class LeanResources {
    private static final int THREADS = 2;

    /** Between two attempts to connect again. */
    private static final Duration MAX_PAUSE = Duration.ofSeconds(1);

    static {
        // Read once, when their classes are loaded, which would otherwise set up the JDK's flight recorder.
        System.setProperty("io.netty.jfr.enabled", "false");
        System.setProperty("io.lettuce.core.jfr", "false");
        // Otherwise Netty would set up an allocator that nothing here uses.
        System.setProperty("io.netty.allocator.type", "unpooled");
        // In seconds, and read once. Otherwise a name would lead to the node from before a failover for half a minute.
        Security.setProperty("networkaddress.cache.ttl", "5");
    }

    private LeanResources() {}

    static ClientResources create() {
        return ClientResources.builder()
                .ioThreadPoolSize(THREADS)
                .computationThreadPoolSize(THREADS)
                .commandLatencyRecorder(CommandLatencyRecorder.disabled())
                .eventBus(new NoEvents())
                // Otherwise it would be half a minute after a long absence.
                .reconnectDelay(Delay.exponential(Duration.ZERO, MAX_PAUSE, 2, TimeUnit.MILLISECONDS))
                .addressResolverGroup(DefaultAddressResolverGroup.INSTANCE)
                .nettyCustomizer(new OnHeap())
                .build();
    }

    private static final class OnHeap implements NettyCustomizer {
        @Override
        public void afterBootstrapInitialized(Bootstrap bootstrap) {
            bootstrap.option(
                    ChannelOption.ALLOCATOR, new PreferHeapByteBufAllocator(new UnpooledByteBufAllocator(false)));
        }
    }

    private static final class NoEvents implements EventBus {
        @Override
        public Flux<Event> get() {
            return Flux.never();
        }

        @Override
        public void publish(Event event) {}
    }
}
