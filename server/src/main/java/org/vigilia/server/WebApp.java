package org.vigilia.server;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.resource.PathResourceResolver;

/**
 * Serves the built web app: files under {@code assets/} carry a hash in their name and never change; every other path
 * that is no file gets the app itself, which finds its way.
 */
@Configuration(proxyBeanMethods = false)
class WebApp implements WebMvcConfigurer {

    private final String folder;

    WebApp(ServerSettings.Web settings) {
        this.folder = settings.dir().toAbsolutePath().toUri().toString().replaceAll("/*$", "/");
    }

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        registry.addResourceHandler("/assets/**")
                .addResourceLocations(folder + "assets/")
                .setCacheControl(
                        CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable());
        registry.addResourceHandler("/**")
                .addResourceLocations(folder)
                .setCacheControl(CacheControl.noCache())
                .resourceChain(false)
                .addResolver(new AppResolver());
    }

    @Override
    public void addViewControllers(ViewControllerRegistry registry) {
        registry.addViewController("/").setViewName("forward:/index.html");
    }

    private static final class AppResolver extends PathResourceResolver {

        @Override
        protected @Nullable Resource getResource(String path, Resource location) throws IOException {
            Resource file = path.isEmpty() || path.equals("/") ? null : super.getResource(path, location);
            boolean ours = InterfacePaths.contain("/" + path) || path.startsWith("assets/");
            boolean named = path.substring(path.lastIndexOf('/') + 1).contains(".");
            if (file != null || ours || named) {
                return file;
            }
            return super.getResource("index.html", location);
        }
    }
}
