using Xunit.Sdk;

namespace AwsAuthFastProxy.Hostile.Tests.Conformance;

/// <summary>A theory whose cases are shown by their first argument: a name that begins with the row's id.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("AwsAuthFastProxy.Hostile.Tests.Conformance.RowDiscoverer", "AwsAuthFastProxy.Hostile.Tests")]
public sealed class RowTheoryAttribute : TheoryAttribute;
