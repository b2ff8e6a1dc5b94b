package com.campaignmanager.packaging;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** A function's zip, unpacked as Lambda unpacks it. Any number of processes can be started from it. */
public record UnpackedZip(String name, String handler, Path directory) {

    /** Unpacks into a folder of the function's name under {@code parent}. */
    public static UnpackedZip of(String name, String handler, Path archive, Path parent) throws IOException {
        Path directory = parent.resolve(name);
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            for (ZipEntry entry :
                    zip.stream().filter(each -> !each.isDirectory()).toList()) {
                Path file = directory.resolve(entry.getName());
                Files.createDirectories(file.getParent());
                try (InputStream content = zip.getInputStream(entry)) {
                    Files.copy(content, file);
                }
            }
        }
        return new UnpackedZip(name, handler, directory);
    }
}
