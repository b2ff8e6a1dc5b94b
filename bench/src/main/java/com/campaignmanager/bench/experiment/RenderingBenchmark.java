package com.campaignmanager.bench.experiment;

import com.campaignmanager.bench.lab.MessageSql;
import com.campaignmanager.content.Recipient;
import com.campaignmanager.content.Template;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** Renders one template for many different customers, some of whose fields are unknown. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RenderingBenchmark {
    private static final int CUSTOMERS = 1_024;
    private static final String WIDE =
            "Hi {first_name|Customer} 👋, {preferred_product|our new range} is on sale in {location|your town}. Reply STOP.";

    /** The seed for the customers. */
    @Param("1")
    public long seed;

    private final Template template = Template.parse(MessageSql.TEMPLATE, Map.of());
    private final Template wide = Template.parse(WIDE, Map.of());
    private final Recipient[] customers = new Recipient[CUSTOMERS];

    @Setup
    public void makeCustomers() {
        Random random = new Random(seed);
        for (int i = 0; i < CUSTOMERS; i++) {
            customers[i] = new Recipient(
                    i,
                    "+2547" + (10_000_000 + random.nextInt(90_000_000)),
                    word(random, "Alice", "Christine", "Zoë", "Wanjiku", "Ian"),
                    word(random, "Mwangi", "Otieno", "Achieng"),
                    word(random, "Nairobi", "Mombasa", "Kisumu", "Eldoret"),
                    word(random, "Running shoes", "Laptop", "Solar lamp", "Radio"));
        }
    }

    /** A value that is unknown in one of ten cases. It is a new string, like those of a database driver. */
    private static String word(Random random, String... words) {
        return random.nextInt(10) == 0 ? "" : new String(words[random.nextInt(words.length)].toCharArray());
    }

    @Benchmark
    @OperationsPerInvocation(CUSTOMERS)
    public void template(Blackhole messages) {
        for (Recipient customer : customers) {
            messages.consume(template.render(customer));
        }
    }

    @Benchmark
    @OperationsPerInvocation(CUSTOMERS)
    public void builder(Blackhole messages) {
        for (Recipient customer : customers) {
            messages.consume(byHand(customer));
        }
    }

    @Benchmark
    @OperationsPerInvocation(CUSTOMERS)
    public void wideTemplate(Blackhole messages) {
        for (Recipient customer : customers) {
            messages.consume(wide.render(customer));
        }
    }

    @Benchmark
    @OperationsPerInvocation(CUSTOMERS)
    public void wideBuilder(Blackhole messages) {
        for (Recipient customer : customers) {
            messages.consume(wideByHand(customer));
        }
    }

    /** One chain of calls, which the compiler turns into one allocation: the fastest way to use a builder. */
    private static String byHand(Recipient customer) {
        String name = customer.firstName().isEmpty() ? "Customer" : customer.firstName();
        String product = customer.preferredProduct().isEmpty() ? "our new range" : customer.preferredProduct();
        String town = customer.location().isEmpty() ? "your town" : customer.location();
        return new StringBuilder()
                .append("Hi ")
                .append(name)
                .append(", ")
                .append(product)
                .append(" is on sale in ")
                .append(town)
                .append(". Reply STOP to end.")
                .toString();
    }

    private static String wideByHand(Recipient customer) {
        String name = customer.firstName().isEmpty() ? "Customer" : customer.firstName();
        String product = customer.preferredProduct().isEmpty() ? "our new range" : customer.preferredProduct();
        String town = customer.location().isEmpty() ? "your town" : customer.location();
        return new StringBuilder()
                .append("Hi ")
                .append(name)
                .append(" 👋, ")
                .append(product)
                .append(" is on sale in ")
                .append(town)
                .append(". Reply STOP.")
                .toString();
    }
}
