package com.campaignmanager.local;

import com.campaignmanager.embedded.Directories;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * All files of this system on this machine, in one directory that belongs to one run at a time. The lock ends with the
 * process, however that ends.
 */
final class DataDirectory implements AutoCloseable {
    private final Path path;
    private final FileChannel owner;

    private DataDirectory(Path path, FileChannel owner) {
        this.path = path;
        this.owner = owner;
    }

    /** @throws StartFailedException when another run owns it */
    static DataDirectory own(Path path) {
        try {
            Files.createDirectories(path);
            Path file = path.resolve("owner");
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (lock(channel).isEmpty()) {
                channel.close();
                throw new StartFailedException("DATA_DIR " + path + " is in use by another run (process " + owner(file)
                        + "); stop that one, or set DATA_DIR to another directory");
            }
            note(channel);
            return new DataDirectory(path, channel);
        } catch (IOException e) {
            throw new StartFailedException("can't use DATA_DIR " + path + ": " + e.getMessage(), e);
        }
    }

    private static Optional<FileLock> lock(FileChannel channel) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock());
        } catch (OverlappingFileLockException e) {
            return Optional.empty(); // this very process has it
        }
    }

    private static String owner(Path file) throws IOException {
        String pid = Files.readString(file).strip();
        return pid.isEmpty() ? "unknown" : pid;
    }

    private static void note(FileChannel channel) throws IOException {
        channel.truncate(0);
        channel.write(StandardCharsets.US_ASCII.encode(ProcessHandle.current().pid() + "\n"));
        channel.force(true);
    }

    Path postgresql() {
        return path.resolve("postgresql");
    }

    Path redis() {
        return path.resolve("redis");
    }

    Path uploads() {
        return path.resolve("uploads");
    }

    /** The programs of the servers, without data. */
    Path programs() {
        return path.resolve("programs");
    }

    /** Deletes all data, and no files of others. Nothing may be using it. */
    void reset() {
        Directories.delete(postgresql());
        Directories.delete(redis());
        Directories.delete(uploads());
    }

    @Override
    public void close() {
        try {
            owner.close();
        } catch (IOException e) {
            throw new StartFailedException("can't unlock " + path, e);
        }
    }
}
