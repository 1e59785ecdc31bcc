package theseus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/reference} is what the descriptors of the shipped modules and the commands say. To
 * write it anew: run this test with {@code -Dtheseus.write=true}.
 */
final class ReferenceTest {
    private static final int SHIPPED = 7;

    @Test
    void theReferenceIsGeneratedFromTheDescriptors() throws IOException {
        Checkout.assumePackaged();
        Path folder = Files.createDirectories(Checkout.root().resolve("docs/reference"));
        List<ModuleFile> modules = ModuleFile.shipped();
        assertEquals(SHIPPED, modules.size());
        for (ModuleFile module : modules) {
            same(
                    folder.resolve(module.descriptor().module() + ".md"),
                    new ModuleReference(module.descriptor()).markdown() + "\n");
        }
    }

    @Test
    void theCommandsAreDescribedAsTheyDescribeThemselves() throws IOException {
        same(Checkout.root().resolve("docs/reference/commands.md"), CommandReference.markdown());
    }

    @Test
    void theConfigurationIsDescribedAsItsRecordsDescribeThemselves() throws IOException {
        same(
                Checkout.root().resolve("docs/reference/configuration.md"),
                ConfigurationReference.markdown());
    }

    private static void same(Path page, String text) throws IOException {
        if (Boolean.getBoolean("theseus.write")) {
            Files.writeString(page, text);
        }
        assertEquals(Files.exists(page) ? Files.readString(page) : "", text, page.toString());
    }
}
