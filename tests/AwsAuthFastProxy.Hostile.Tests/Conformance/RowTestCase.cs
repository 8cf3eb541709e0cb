using Xunit.Abstractions;
using Xunit.Sdk;

namespace AwsAuthFastProxy.Hostile.Tests.Conformance;

/// <summary>One case of a <see cref="RowTheoryAttribute"/>.</summary>
public sealed class RowTestCase : XunitTestCase
{
    /// <summary>For the framework, which fills it afterwards.</summary>
    [Obsolete("Called by the deserialiser only.")]
    public RowTestCase()
    {
    }

    internal RowTestCase(IMessageSink messages, ITestFrameworkDiscoveryOptions options, ITestMethod method, object[] arguments)
        : base(messages, options.MethodDisplayOrDefault(), options.MethodDisplayOptionsOrDefault(), method, arguments)
    {
    }

    /// <inheritdoc/>
    protected override string GetDisplayName(IAttributeInfo factAttribute, string displayName) => (string)TestMethodArguments[0];
}
