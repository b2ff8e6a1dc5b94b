package com.campaignmanager.customer.imports;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Uploads as files in a directory, for development: an HTTP server there hands what is {@code PUT} to {@link #write}. */
public final class DirectoryUploadStore implements UploadStore {
    private final Path directory;
    private final String baseUrl;

    /**
     * @param directory made when the first file comes
     * @param baseUrl the address under which the server takes {@code PUT}s: an import's is this, a slash and its id
     */
    public DirectoryUploadStore(Path directory, String baseUrl) {
        this.directory = directory;
        this.baseUrl = baseUrl;
    }

    @Override
    public Target target(UUID importId, UploadTerms terms) {
        return new Target(baseUrl + "/" + importId, Map.of());
    }

    /**
     * Keeps a file, durably, and only as a whole: a stream that breaks leaves nothing. An import's file that is there
     * already stays, since somebody may be half through it.
     *
     * @return whether it was kept; false: there was one already
     */
    public boolean write(UUID importId, InputStream content) throws IOException {
        if (Files.exists(file(importId))) {
            return false;
        }
        Files.createDirectories(directory);
        Path partial = Files.createTempFile(directory, importId.toString(), ".part");
        try {
            Files.copy(content, partial, StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(partial, file(importId), StandardCopyOption.ATOMIC_MOVE);
            return true;
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    @Override
    public Optional<Upload> find(UUID importId) throws IOException {
        try {
            BasicFileAttributes file = Files.readAttributes(file(importId), BasicFileAttributes.class);
            return Optional.of(new Upload(file.lastModifiedTime() + " " + file.size(), file.size()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    @Override
    public InputStream open(UUID importId, Upload upload, long offset) throws IOException {
        if (!find(importId).equals(Optional.of(upload))) {
            throw new UploadReplacedException(importId);
        }
        FileChannel channel = FileChannel.open(file(importId), StandardOpenOption.READ);
        return Channels.newInputStream(channel.position(offset));
    }

    @Override
    public void discard(UUID importId) throws IOException {
        Files.deleteIfExists(file(importId));
    }

    private Path file(UUID importId) {
        return directory.resolve(importId + ".csv");
    }
}
