package com.campaignmanager.embedded;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;
import redis.embedded.core.ExecutableProvider;

/**
 * The servers' programs, unpacked once into a directory and kept there. Several processes may unpack into the same
 * directory at once: each unpacks beside it, and a rename decides.
 */
final class Programs {
    /** Part of the directories' names, so that each version has a directory of its own. */
    private static final String POSTGRESQL = "postgresql-17.11";

    private static final String REDIS = "redis-6.2";

    private final Path root;

    Programs(Path root) {
        this.root = root;
    }

    /** A directory of this user's own, shared by all test runs. */
    static Path shared() {
        return Path.of(System.getProperty("java.io.tmpdir"), "campaign-manager-" + System.getProperty("user.name"));
    }

    /** One of PostgreSQL's programs, such as {@code initdb}. */
    Path postgresql(String program) {
        return unpacked(POSTGRESQL, Programs::unpackPostgresql).resolve("bin").resolve(program);
    }

    Path redisServer() {
        return unpacked(REDIS, Programs::unpackRedis).resolve("redis-server");
    }

    private interface Unpack {
        void into(Path directory) throws IOException;
    }

    private Path unpacked(String name, Unpack unpack) {
        Path ready = root.resolve(name).toAbsolutePath();
        if (Files.isDirectory(ready)) {
            return ready;
        }
        try {
            Files.createDirectories(root);
            Path fresh = Files.createTempDirectory(root, name + "-");
            unpack.into(fresh);
            moveOrYield(fresh, ready);
            return ready;
        } catch (IOException e) {
            throw new UncheckedIOException("can't unpack " + name + " into " + root, e);
        }
    }

    private static void moveOrYield(Path fresh, Path ready) throws IOException {
        try {
            Files.move(fresh, ready, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw e;
        } catch (FileSystemException e) {
            if (!Files.isDirectory(ready)) {
                throw e;
            }
            Directories.delete(fresh);
        }
    }

    private static void unpackPostgresql(Path directory) throws IOException {
        String system = System.getProperty("os.name").startsWith("Mac") ? "Darwin" : "Linux";
        try (InputStream archive =
                        DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, System.getProperty("os.arch"));
                TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(archive))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpack(tar, entry, directory.resolve(entry.getName()).normalize());
            }
        }
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path target) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(tar, target);
        if (target.getParent().endsWith("bin")) {
            allowRunning(target);
        }
    }

    private static void unpackRedis(Path directory) throws IOException {
        Path server = ExecutableProvider.newJarResourceProvider(directory.toFile())
                .get()
                .toPath();
        Files.copy(server, directory.resolve("redis-server"));
        allowRunning(directory.resolve("redis-server"));
    }

    private static void allowRunning(Path program) throws IOException {
        if (!program.toFile().setExecutable(true, false)) {
            throw new IOException("can't make " + program + " executable");
        }
    }
}
