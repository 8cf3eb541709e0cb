namespace AwsAuthFastProxy.Proxy.Model;

/// <summary>One step of <c>rewrite</c>, done in the order of the configuration as nginx's rewrite module does.</summary>
public abstract record RewriteStep;
