package org.vigilia.vision.detect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What this machine's processor can do with 8-bit sums. */
final class Processor {

    private Processor() {}

    /**
     * True on x86 processors without VNNI instructions. They add pairs of 8-bit products in 16 bits, which overflows
     * silently; ONNX Runtime has a slower exact way, which on other processors would cost twice the time for nothing.
     */
    static boolean overflowsInt8Sums() {
        String architecture = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        if (!architecture.equals("amd64") && !architecture.equals("x86_64")) {
            return false;
        }
        try {
            return overflowsInt8Sums(Files.readString(Path.of("/proc/cpuinfo")));
        } catch (IOException e) {
            return true;
        }
    }

    static boolean overflowsInt8Sums(String cpuinfo) {
        return !cpuinfo.contains(" avx512_vnni") && !cpuinfo.contains(" avx_vnni");
    }
}
