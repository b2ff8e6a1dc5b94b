package com.campaignmanager.embedded;

import com.campaignmanager.embedded.Command.Ended;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A Redis server on a data directory, in a session of its own: it outlives a {@code kill -9} of this JVM, and the next start
 * on the same directory stops it first.
 */
public final class RedisServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(3);

    private final Path data;
    private final Options options;
    private final Programs programs;
    private final ServerProcess process;
    private final int port;

    private RedisServer(Path data, Options options) {
        this.data = data.toAbsolutePath();
        this.options = options;
        this.programs = new Programs(options.programs());
        this.process = new ServerProcess(this.data.resolve("redis.pid"), "redis-server");
        this.port = options.port() == 0 ? Ports.free() : options.port();
    }

    /**
     * Starts on a data directory, which is made if there is none. Returns when the server accepts commands.
     *
     * @throws ServerFailedException with what the server said
     */
    public static RedisServer start(Path data, Options options) {
        RedisServer server = new RedisServer(data, options);
        server.stop();
        server.launch();
        return server;
    }

    /** Stops a server that an earlier run may have left running on a data directory. */
    public static void stopLeftOver(Path data, Options options) {
        new RedisServer(data, options).stop();
    }

    public int port() {
        return port;
    }

    /** Its process. */
    public long pid() {
        return process.find().orElseThrow().pid();
    }

    /** {@code redis://127.0.0.1:port}. */
    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    /** Removes every key. */
    public void flush() {
        order("FLUSHALL");
    }

    /** Refuses writes from now on, like a node that has lost its role in a failover; its master doesn't exist. */
    public void becomeReplica() {
        order("REPLICAOF 127.0.0.1 1");
    }

    /** Accepts writes again. */
    public void becomeMaster() {
        order("REPLICAOF NO ONE");
    }

    /** Has no memory for another key from now on. */
    public void fillUp() {
        order("CONFIG SET maxmemory 1");
    }

    private void order(String command) {
        if (!answer(command).startsWith("+OK")) {
            throw new ServerFailedException("Redis on port " + port + " does not execute " + command);
        }
    }

    /** Stops the server in order. Does nothing if it is not running. */
    public void stop() {
        process.terminate(STOP);
    }

    /** As {@code kill -9}. */
    public void kill() {
        process.kill();
    }

    /** Starts again after {@link #stop} or {@link #kill}, on the same port. */
    public void restart() {
        launch();
    }

    @Override
    public void close() {
        stop();
    }

    private void launch() {
        try {
            Files.createDirectories(data);
            Files.deleteIfExists(log());
        } catch (IOException e) {
            throw new UncheckedIOException("can't make " + data, e);
        }
        process.forgetTheDead();
        Ended ended = Command.run(command());
        if (!ended.well()) {
            throw new ServerFailedException("Redis does not start on port " + port + ": " + ended.output());
        }
        awaitReady();
    }

    private List<String> command() {
        List<String> command =
                new ArrayList<>(List.of(programs.redisServer().toString(), "--port", Integer.toString(port)));
        command.addAll(List.of("--bind", "127.0.0.1", "--dir", data.toString(), "--save", ""));
        command.addAll(List.of(
                "--daemonize", "yes", "--pidfile", data.resolve("redis.pid").toString()));
        command.addAll(List.of("--logfile", log().toString()));
        command.addAll(List.of("--appendonly", options.durable() ? "yes" : "no"));
        command.addAll(List.of("--cluster-enabled", options.cluster() ? "yes" : "no"));
        return command;
    }

    private void awaitReady() {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (!ready()) {
            if (LogFile.end(log()).contains("Failed listening") || Instant.now().isAfter(deadline)) {
                throw new ServerFailedException("Redis does not start on port " + port + ": " + LogFile.end(log()));
            }
            Pause.aMoment();
        }
    }

    /** Another program on the same port may answer as well, so the process is checked, too. */
    private boolean ready() {
        try {
            return process.find().isPresent() && answer("PING").startsWith("+PONG");
        } catch (ServerFailedException e) {
            return false;
        }
    }

    private String answer(String command) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            byte[] answer = socket.getInputStream().readNBytes(5);
            return new String(answer, StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new ServerFailedException("Redis on port " + port + " does not answer", e);
        }
    }

    private Path log() {
        return data.resolve("redis.log");
    }
}
